/** What Lucca's 429s and slow answers have taught outlives a restart. */
export const sharedBudget = `
ALTER TABLE facts ADD COLUMN learnt_pace REAL NOT NULL DEFAULT 0;
ALTER TABLE facts ADD COLUMN learnt_at REAL NOT NULL DEFAULT 0;
ALTER TABLE facts ADD COLUMN directory_page INTEGER NOT NULL DEFAULT 0;
`;
