/** Error bodies, in each style that Lucca's software is known to use. */
import type { Switches } from './switches.ts';

export type ErrorStyle = Switches['errorStyle'];

/** What a handler gives back. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** A request that Lucca would turn down. Thrown by handlers, turned into an answer in one place. */
export class Refused extends Error {
  readonly status: number;
  /** Set where the refusal is about one resource: RDD then answers `{id, error}`. */
  readonly resource: number | string | undefined;

  constructor(status: number, message: string, resource?: number | string) {
    super(message);
    this.status = status;
    this.resource = resource;
  }
}

export const json = (status: number, value: unknown, headers: Record<string, string> = {}): Answer => ({
  status,
  headers: { 'Content-Type': 'application/json; charset=utf-8', ...headers },
  body: Buffer.from(JSON.stringify(value)),
});

const titles: Readonly<Record<number, string>> = {
  400: 'One or more validation errors occurred.',
  401: 'Unauthorized',
  403: 'Unauthorized',
  404: 'Not Found',
  405: 'Method Not Allowed',
  406: 'Not Acceptable',
  408: 'Request Timeout',
  413: 'Payload Too Large',
  412: 'Precondition Failed',
  415: 'Unsupported Media Type',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  502: 'Bad Gateway',
  503: 'Service Unavailable',
};

export const titleOf = (status: number): string => titles[status] ?? `Error ${status}`;

/** Statuses that a front server gives by itself: they never hide behind a 200. */
const neverHidden = new Set([401, 408, 413, 429, 431, 502, 503, 504]);

/**
 * The answer to a refused request.
 * Sources: `{Status, Message}` lucca-sdk, lucca-ui; bare text called JSON, `{id, error}` and empty 5xx
 * RestDrivenDomain; problem+json RFC 7807 as in the new API; a page as IIS gives it.
 */
export function errorAnswer(
  refused: {
    readonly status: number;
    readonly message: string;
    readonly resource?: number | string | undefined;
  },
  how: {
    readonly style: ErrorStyle;
    readonly errorStatus: Switches['errorStatus'];
    readonly instance: string;
  },
  headers: Readonly<Record<string, string>> = {},
): Answer {
  const { status, message } = refused;
  const shown = how.errorStatus === 'always200' && !neverHidden.has(status) ? 200 : status;
  const answer = (contentType: string | null, body: string): Answer => ({
    status: shown,
    headers: { ...(contentType === null ? {} : { 'Content-Type': contentType }), ...headers },
    body: Buffer.from(body),
  });
  switch (how.style) {
    case 'statusMessage':
      return answer('application/json; charset=utf-8', JSON.stringify({ Status: status, Message: message }));
    case 'text':
      if (status === 404 && refused.resource !== undefined)
        return answer(
          'application/json',
          JSON.stringify({ id: refused.resource, error: `Resource ${refused.resource} not found` }),
        );
      return answer('application/json', status >= 500 ? '' : message);
    case 'problem':
      return answer(
        'application/problem+json; charset=utf-8',
        JSON.stringify({
          type: `https://tools.ietf.org/html/rfc7231#section-6.${status >= 500 ? 6 : 5}`,
          title: titleOf(status),
          status,
          detail: message,
          instance: how.instance,
        }),
      );
    case 'empty':
      return answer(null, '');
    case 'html':
      return answer(
        'text/html; charset=utf-8',
        `<!DOCTYPE html><html><head><title>${status} - ${titleOf(status)}</title></head><body><h2>${status} - ${titleOf(status)}</h2></body></html>`,
      );
  }
}
