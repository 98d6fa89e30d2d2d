/**
 * What is filed and still has to be archived or put into the bin is remembered, not tried once; and so are folders
 * that the first look at the tree could not list.
 */
export const stillToDo = `
ALTER TABLE documents ADD COLUMN put_away_due INTEGER NOT NULL DEFAULT 0;
ALTER TABLE facts ADD COLUMN unlooked TEXT NOT NULL DEFAULT '[]';
`;
