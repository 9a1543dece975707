-- When the change that an Idempotency-Key stands for was committed: set in that change's own transaction. Null while the
-- first request runs, and for keys of the version before, which are taken over after five minutes as they were.
ALTER TABLE "IdempotencyKey" ADD COLUMN "committedAt" TIMESTAMPTZ(3);
