/**
 * What is asked for often is answered from indexes alone: pages of receipts and searches through them, newest first, and
 * the few documents that are not filed.
 */
export const quickViews = `
DROP INDEX receipts_filed;
CREATE INDEX receipts_shown ON receipts (filed_at, seq, search, employee_id) WHERE erased = 0;
CREATE INDEX documents_open ON documents (state) WHERE state <> 'filed';
`;
