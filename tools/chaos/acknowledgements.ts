import pg from "pg";
import type { TestToken } from "../testing/tokens";

/** Acknowledged changes that are not in the database. */
export interface LostChanges {
  creations: string[];
  revocations: string[];
}

/** Records every creation and revocation that the server acknowledged. */
export class Acknowledgements {
  readonly #created = new Set<string>();
  readonly #revoked = new Set<string>();

  created({ id }: TestToken): void {
    this.#created.add(id);
  }

  revoked({ id }: TestToken): void {
    this.#revoked.add(id);
  }

  get counts(): { created: number; revoked: number } {
    return { created: this.#created.size, revoked: this.#revoked.size };
  }

  /** Compares the record with the database. */
  async losses(ownerUrl: string): Promise<LostChanges> {
    const client = new pg.Client({ connectionString: ownerUrl });
    await client.connect();
    try {
      const { rows } = await client.query<{ id: string; revoked: boolean }>(
        `SELECT "id", "revokedAt" IS NOT NULL AS revoked FROM "ApiToken" WHERE "id" = ANY($1::uuid[])`,
        [[...this.#created]],
      );
      const isRevoked = new Map(rows.map(({ id, revoked }) => [id, revoked]));
      return {
        creations: [...this.#created].filter((id) => !isRevoked.has(id)),
        revocations: [...this.#revoked].filter((id) => isRevoked.get(id) !== true),
      };
    } finally {
      await client.end();
    }
  }
}
