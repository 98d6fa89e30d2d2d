/** Step 1: the address and the key. The key goes to the main process once and is held nowhere here. */
import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { ConnectResult, KeyFinding } from '../../../main/shared/setup-contract.ts';
import type { Words } from '../../../main/shared/messages/format.ts';
import { useApp, useStore, useWords } from '../state/context.tsx';
import { Button, SayingButton } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';
import { LockNote } from '../ui/locked.tsx';
import { Result, ResultRow } from '../ui/result.tsx';
import { Step } from './step.tsx';
import { useGiven, useSetup } from './use-setup.ts';
import { WayFields } from './way-fields.tsx';
import type { Way } from './way-fields.tsx';

export function ConnectStep() {
  const words = useWords();
  const { client } = useStore();
  const { view, remembered, go, refresh } = useSetup();
  const given = useGiven();
  const platform = useApp((state) => state.info.platform);
  const address = useRef<HTMLInputElement>(null);
  const key = useRef<HTMLInputElement>(null);
  const next = useRef<HTMLButtonElement>(null);
  const [result, setResult] = useState<ConnectResult | null>(remembered.connection);
  const [kept, setKept] = useState(view.keyKept);
  const [shown, setShown] = useState(false);
  const [busy, setBusy] = useState(false);
  const [arrived, setArrived] = useState(false);
  const [way, setWay] = useState<Way | null>(view.way ?? null);
  // Once it is there to be pressed: what comes next is one key away.
  useEffect(() => {
    if (arrived) next.current?.focus();
  }, [arrived]);

  const test = async (again: boolean): Promise<void> => {
    const [addressField, keyField] = [address.current, key.current];
    if (addressField === null || keyField === null) return;
    const typed = keyField.value.trim();
    setBusy(true);
    setResult(null);
    const found = await client
      .call('setup.connect', {
        url: addressField.value,
        key: typed === '' ? null : typed,
        ...(way === null ? {} : { way }),
      })
      .catch((): ConnectResult => ({ ok: false, why: 'trouble' }));
    setBusy(false);
    setResult(found);
    remembered.connection = found.ok ? found : null;
    if (found.ok) {
      addressField.value = found.url;
      keyField.value = '';
      setShown(false);
      setKept(true);
      remembered.folder = null;
      await refresh();
      setArrived(!again);
    } else if (!again) {
      (keyTroubles.has(found.why) ? keyField : addressField).focus();
    }
  };
  // Who comes back another day sees at once whether the connection still stands.
  useEffect(() => {
    if (view.keyKept && remembered.connection === null) void test(true);
  }, []);
  const changed = (): void => {
    setKept(view.keyKept && address.current?.value === view.url);
    setResult(null);
    setArrived(false);
    remembered.connection = null;
  };

  const ok = result?.ok === true;
  const failed = result !== null && !result.ok ? result.why : null;
  return (
    <Step
      title={words.say('setup.connect.title')}
      intro={words.say(given('tenant.url') ? 'setup.connect.given' : 'setup.connect.intro')}
      ready={ok}
      foot={ok || busy ? null : words.say('setup.connect.first')}
      nextButton={next}
      next={() => void go('folder')}
    >
      <form
        class="setup__form"
        onSubmit={(event) => {
          event.preventDefault();
          if (!busy) void test(false);
        }}
      >
        <label class="field">
          <span class="field__label">{words.say('setup.connect.address')}</span>
          <span class={given('tenant.url') ? 'input input--tall input--locked' : 'input input--tall'}>
            <input
              ref={address}
              type="text"
              inputMode="url"
              autocomplete="off"
              spellcheck={false}
              defaultValue={view.url}
              placeholder={words.say('setup.connect.address.example')}
              readOnly={given('tenant.url')}
              aria-describedby={given('tenant.url') ? 'setup-address-lock' : undefined}
              aria-invalid={failed !== null && !keyTroubles.has(failed) ? true : undefined}
              onInput={changed}
            />
          </span>
          {given('tenant.url') ? <LockNote id="setup-address-lock" /> : null}
        </label>
        <div class="field">
          <label class="field__label" for="setup-key">
            {words.say(way === null ? 'setup.connect.key' : `setup.connect.key.${way.api}`)}
          </label>
          <div class="field__line">
            <span class="input input--tall">
              <Icon name="key" />
              <input
                ref={key}
                id="setup-key"
                type={shown ? 'text' : 'password'}
                autocomplete="off"
                spellcheck={false}
                placeholder={kept ? words.say('setup.connect.key.kept') : undefined}
                aria-describedby="setup-key-help"
                aria-invalid={failed !== null && keyTroubles.has(failed) ? true : undefined}
                onInput={changed}
              />
              <button
                type="button"
                class="btn btn--quiet btn--small btn--icon"
                aria-pressed={shown}
                title={words.say(shown ? 'setup.connect.key.hide' : 'setup.connect.key.show')}
                onClick={() => setShown(!shown)}
              >
                <Icon name="eye" />
                <span class="sr">{words.say('setup.connect.key.show')}</span>
              </button>
            </span>
            <Button submit busy={busy} place="btn--tall" {...(busy ? { icon: 'refresh' as const } : {})}>
              {words.say('setup.connect.test')}
            </Button>
          </div>
          <p class="field__help" id="setup-key-help">
            {way?.api === 'mixed' ? `${words.say('settings.connection.key.mixed.help')} ` : null}
            {words.say(`setup.connect.key.help.${platformOf(platform)}`)}
          </p>
        </div>
        {way === null ? null : (
          <WayFields
            way={way}
            onWay={(next) => {
              setWay(next);
              changed();
            }}
          />
        )}
        {ok || given('tenant.api') ? null : (
          <p class="setup__alt">
            <Button
              look="link"
              small
              place="btn--flush"
              onPress={() => {
                setWay(way === null ? view.otherWay : null);
                changed();
              }}
            >
              {words.say(way === null ? 'setup.connect.way' : 'setup.connect.way.none')}
            </Button>
          </p>
        )}
      </form>
      {kept || ok ? null : (
        <p class="setup__alt">
          <span class="soft">{words.say('setup.connect.none')}</span>
          <SayingButton
            look="link"
            small
            icon="copy"
            said={words.say('setup.connect.ask.done')}
            onPress={() => client.call('text.copy', { text: words.say('setup.connect.ask.text') })}
          >
            {words.say('setup.connect.ask')}
          </SayingButton>
        </p>
      )}
      <Result>
        {busy ? <ResultRow tone="calm" title={words.say('setup.connect.testing')} /> : null}
        {result?.ok === true ? (
          <>
            <ResultRow tone="ok" strong title={words.say('setup.connect.ok', { n: result.employees })} />
            {result.findings.map((finding) => (
              <ResultRow
                key={finding.what}
                tone={finding.what === 'no-fields' ? 'ask' : 'calm'}
                title={findingWords(finding, words)}
                detail={words.say(`setup.finding.${finding.what}.detail`)}
              />
            ))}
          </>
        ) : null}
        {failed === null ? null : (
          <ResultRow
            tone={failed === 'key-refused' ? 'stop' : 'ask'}
            strong
            title={words.say(`setup.fail.${failed}`)}
            detail={words.say(`setup.fail.${failed}.detail`)}
          />
        )}
      </Result>
    </Step>
  );
}

const keyTroubles: ReadonlySet<string> = new Set(['no-key', 'key-refused', 'not-permitted', 'nobody']);

export type Platform = 'win32' | 'darwin' | 'linux';

export const platformOf = (platform: string): Platform =>
  platform === 'win32' || platform === 'darwin' ? platform : 'linux';

function findingWords(finding: KeyFinding, words: Words): ComponentChildren {
  switch (finding.what) {
    case 'fields':
      return words.say('setup.finding.fields', { n: finding.n });
    case 'read-only': {
      const names = finding.names.map((name) => words.say('setup.quoted', { name }));
      return words.say('setup.finding.read-only', { names: listOf(names, words, 'conjunction') });
    }
    case 'fields-unseen':
    case 'no-fields':
    case 'former-hidden':
      return words.say(`setup.finding.${finding.what}`);
  }
}

export const listOf = (names: readonly string[], words: Words, type: 'conjunction' | 'disjunction'): string =>
  new Intl.ListFormat(words.locale, { type }).format(names);
