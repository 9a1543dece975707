import { db, type Tx } from "../db";

/** Whether this deployment was set up: from the first organization on, and for good. */
export async function isSetUp(client: Tx = db()): Promise<boolean> {
  return (await client.organization.findFirst({ select: { id: true } })) !== null;
}
