-- Remove spam
-- revision: 20250618073000
-- revises: 20250604160000
-- migrate:up

-- The trigger brings each post's count down with it.
DELETE FROM comments WHERE body LIKE '%http://%';

-- migrate:down
-- Deleted rows are gone: no SQL can guess them. A down that does nothing is honest here,
-- and the next upgrade finds nothing left to delete.
SELECT 'The spam does not come back.';
