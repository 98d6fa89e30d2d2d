/** Errors of the 2024-11-01 generation: RFC 7807, with the members of Lucca's own examples. [SRC components.responses] */
import { Refused, titleOf } from '../errors.ts';
import type { Answer } from '../errors.ts';

export const apiVersion = '2024-11-01';

export const isNewApi = (path: string): boolean => /^\/lucca-api(\/|$)/i.test(path);

/** A request that is refused for one member of it. */
export class Invalid extends Refused {
  readonly member: string;

  constructor(member: string, message: string, status = 400) {
    super(status, message);
    this.member = member;
  }
}

const typeOf = (status: number): string => {
  if (status === 401 || status === 403) return 'https://datatracker.ietf.org/doc/html/rfc7235#section-3.1';
  return `https://tools.ietf.org/html/rfc7231#section-6.5.${status === 400 ? 1 : 4}`;
};

export function problemAnswer(
  refused: { readonly status: number; readonly message: string },
  instance: string,
  headers: Readonly<Record<string, string>> = {},
): Answer {
  const { status, message } = refused;
  const member = refused instanceof Invalid ? refused.member : null;
  return {
    status,
    headers: {
      'Content-Type': 'application/problem+json; charset=utf-8',
      'Api-Version': apiVersion,
      ...headers,
    },
    body: Buffer.from(
      JSON.stringify({
        type: typeOf(status),
        title: titleOf(status),
        status,
        instance,
        ...(member === null ? { detail: message } : { errors: { [member]: [message] } }),
        extensions: { traceId: '|78777424-49cc27e04281bbfc.' },
      }),
    ),
  };
}
