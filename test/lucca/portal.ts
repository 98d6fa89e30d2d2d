/** The page of a network that wants a login first. */
import type { Answer } from './errors.ts';

export function portalAnswer(status: 200 | 302 | 511): Answer {
  const location = 'http://portail.wifi.example/connexion';
  return {
    status,
    headers: {
      'Content-Type': 'text/html; charset=utf-8',
      ...(status === 302 ? { Location: location } : {}),
    },
    body: Buffer.from(
      `<!DOCTYPE html><html lang="fr"><head><title>Wi-Fi invités</title></head><body><form action="${location}"><label>Code <input name="code"></label></form></body></html>`,
    ),
  };
}
