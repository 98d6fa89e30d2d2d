/**
 * A receipt whose file was read back and is what was sent. A column of its own: the list of proofs that the table
 * allows could only be widened by writing all receipts anew.
 */
export const readBack = `
ALTER TABLE receipts ADD COLUMN read_back INTEGER NOT NULL DEFAULT 0 CHECK (read_back IN (0, 1));
`;
