/** What the window and the frame of a first page say to each other: one request, one answer, over a port of their own. */

export const previewPage = 'app://preview/index.html';

export interface PreviewRequest {
  readonly bytes: ArrayBuffer;
  /** The box that the page has to fit into, in CSS pixels, and how many real pixels one of them is. */
  readonly width: number;
  readonly height: number;
  readonly scale: number;
  /** What a screen reader says of the page. */
  readonly label: string;
}

export const refusals = ['damaged', 'password', 'kind', 'large'] as const;
export type Refusal = (typeof refusals)[number];

export type PreviewAnswer =
  /** Size of the page in CSS pixels. `pages`: null where a file of its kind is one picture. */
  | {
      readonly kind: 'shown';
      readonly width: number;
      readonly height: number;
      readonly pages: number | null;
    }
  | { readonly kind: 'not'; readonly why: Refusal };
