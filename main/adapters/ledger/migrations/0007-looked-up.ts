/**
 * Receipts are looked up by their bytes and their file, too, since they no longer lie in memory. As with
 * `receipts_identity`, the beginning is enough to find them.
 */
export const lookedUp = `
CREATE INDEX receipts_sha256 ON receipts (substr(sha256, 1, 6));
CREATE INDEX receipts_file ON receipts (substr(file_id, 1, 6));
`;
