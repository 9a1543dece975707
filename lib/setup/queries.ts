import { db, type Tx } from "../platform/db";

/** Whether this deployment is set up: it has an organization. Once the last one is deleted, it may be set up again. */
export async function isSetUp(client: Tx = db()): Promise<boolean> {
  return (await client.organization.findFirst({ where: { deletedAt: null }, select: { id: true } })) !== null;
}
