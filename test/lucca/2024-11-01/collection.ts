/** A page of a collection: cursors, `limit`, and what `include` asks for. [DOC using-api/paging] */
import type { Answer } from '../errors.ts';
import type { Viewer } from '../user-view.ts';
import { Invalid } from './problem.ts';
import { includes, shown, urlOf } from './request.ts';
import type { Entity, NewRequest } from './request.ts';

export interface Listed {
  readonly type: string;
  readonly all: readonly Entity[];
  /** Largest `limit`. Default 100. */
  readonly most?: number;
  /** What the items of the page refer to, by type and id. */
  readonly embedded?: (page: readonly Entity[]) => Entity;
}

const cursorOf = (offset: number): string => `!${Buffer.from(`o${offset}`).toString('base64url')}`;

function offsetOf(page: string | null, limit: number): number {
  if (page === null) return 0;
  if (/^[1-9]\d{0,8}$/.test(page)) return (Number(page) - 1) * limit;
  const found = /^o(\d+)$/.exec(Buffer.from(page.replace(/^!/, ''), 'base64url').toString());
  if (!page.startsWith('!') || !found) throw new Invalid('page', 'The page is not known');
  return Number(found[1]);
}

export function collection(request: NewRequest, view: Viewer, listed: Listed): Answer {
  const { query } = request;
  const most = listed.most ?? 100;
  const text = query.get('limit') ?? '25';
  const limit = /^\d{1,9}$/.test(text) ? Number(text) : -1;
  if (limit < 0 || limit > most) throw new Invalid('limit', `limit must be between 0 and ${most}`);
  const offset = offsetOf(query.get('page'), limit);
  const items = listed.all.slice(offset, offset + limit);
  const path = request.path.replace(/^\/lucca-api\//i, '');
  const link = (at: number | null): Entity | null => {
    if (at === null) return null;
    const other = new URLSearchParams(query);
    other.set('page', cursorOf(at));
    return { href: `${urlOf(view, path)}?${other.toString()}` };
  };
  const next = limit > 0 && offset + limit < listed.all.length ? offset + limit : null;
  return shown(request, {
    type: listed.type,
    url: `${urlOf(view, path)}?${query.toString()}`,
    items: includes(request, 'links') ? items : items.map((item) => ({ ...item, links: {} })),
    ...(includes(request, 'totalCount') ? { totalCount: listed.all.length } : {}),
    ...(includes(request, 'links')
      ? { links: { prev: link(offset > 0 ? Math.max(0, offset - limit) : null), next: link(next) } }
      : {}),
    embedded: includes(request, 'embedded') ? (listed.embedded?.(items) ?? {}) : {},
  });
}
