/** A bar. Shares outside 0 to 1 cannot be drawn, and a bar that has begun is never quite empty. */
export function Progress({
  share,
  label,
  kind,
}: {
  readonly share: number;
  readonly label: string;
  readonly kind?: 'status__bar';
}) {
  const percent = Math.round(Math.min(1, Math.max(0, share)) * 100);
  return <progress class={kind} value={percent} max={100} aria-label={label} />;
}
