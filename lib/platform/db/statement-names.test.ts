import { afterAll, expect, test } from "vitest";
import { useTestDatabase } from "../../../tools/testing/use-database";
import { closeDatabase, db, type Tx } from ".";
import { processWide } from "../process-wide";
import { byName, keepsNames } from "./statement-names";
import { inTransaction } from "./transaction";

useTestDatabase();
afterAll(closeDatabase);

const askIn = async (tx: Tx) => {
  const [row] = await tx.$queryRaw<{ one: number }[]>`/* prepared as one */ SELECT 1 AS one`;
  return row?.one;
};
const namesIn = async (tx: Tx) =>
  (await tx.$queryRaw<{ name: string }[]>`SELECT name FROM pg_prepared_statements WHERE name = 'one'`).length;

test("a statement that names itself is prepared once for each connection, in transactions only", async () => {
  await askIn(db());
  expect(await namesIn(db())).toBe(0);
  for (let round = 0; round < 3; round += 1)
    expect(await inTransaction(async (tx) => ({ ok: true, one: await askIn(tx), names: await namesIn(tx) }))).toEqual({
      ok: true,
      one: 1,
      names: 1,
    });
});

test("a statement outside of transactions has its name only where it is asked again", async () => {
  await byName(() => db().$queryRaw`/* prepared as one */ SELECT 1 AS one`);
  expect(await namesIn(db())).toBe(1);
  await db().$executeRaw`DEALLOCATE one`;
  expect(await byName(() => askIn(db()))).toBe(1);
  expect([await namesIn(db()), keepsNames()]).toEqual([0, false]);
  Object.assign(
    processWide("prepared-names", () => ({})),
    { last: true },
  );
});

test("a transaction whose connection lost a name, as behind a pooler, is done again without names", async () => {
  await inTransaction(async (tx) => {
    await askIn(tx);
    await tx.$executeRaw`DEALLOCATE one`;
    return { ok: true };
  });
  let attempts = 0;
  const again = () =>
    inTransaction(async (tx) => {
      attempts += 1;
      return { ok: true, one: await askIn(tx), names: await namesIn(tx) };
    });
  expect(await again()).toEqual({ ok: true, one: 1, names: 0 });
  expect(attempts).toBe(2);
  await again();
  expect(attempts).toBe(3);
});
