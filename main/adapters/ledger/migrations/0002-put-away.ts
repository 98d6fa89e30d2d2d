/** What is filed and still has to be archived or put into the bin is remembered, not tried once. */
export const putAway = `
ALTER TABLE documents ADD COLUMN put_away_due INTEGER NOT NULL DEFAULT 0;
`;
