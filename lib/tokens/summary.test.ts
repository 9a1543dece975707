import { expect, test, vi } from "vitest";
import { superAdmin } from "@/tools/testing/actors";
import { createOrganization } from "@/tools/testing/fixtures";
import { useTestDatabase } from "@/tools/testing/use-database";
import { issueToken } from "./issuing";
import { summarizeTokens } from "./queries";
import { revokeToken } from "./revoking";
import { issueTokenSchema } from "./schema";

vi.mock("./limits", async (original) => ({ ...(await original<object>()), MAX_COUNTED: 2 }));

useTestDatabase();

test("the summary of more tokens than are counted says that there are at least as many", async () => {
  const ada = superAdmin((await createOrganization()).id);
  const issue = (name: string) => issueToken(ada, issueTokenSchema.parse({ name }));
  const [first] = [await issue("One"), await issue("Two")];
  expect(await summarizeTokens(ada, undefined)).toMatchObject({ live: 2, isExact: true });
  await issue("Three");
  expect(await summarizeTokens(ada, undefined)).toMatchObject({ live: 2, isExact: false });
  await revokeToken(ada, { tokenId: first.ok ? first.token.id : "" });
  expect(await summarizeTokens(ada, undefined)).toMatchObject({ live: 2, isExact: true });
});
