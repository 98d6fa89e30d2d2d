/** Text as it is searched: without case and without marks, so that `medicale` finds `Médicale`. */
export function searchText(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
}
