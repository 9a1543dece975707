/** A report as it was received. */
export interface ReportDto {
  readonly id: string;
  readonly spaceId: string;
  /** The number of assets in the report. */
  readonly assets: number;
  readonly scores: number;
  /** Assets with an error. */
  readonly errors: number;
  /** In bytes, decompressed. */
  readonly size: number;
  /** SHA-256 of the decompressed bytes, hexadecimal. */
  readonly digest: string;
  /** ISO 8601, UTC. */
  readonly createdAt: string;
  /** The token that posted it. */
  readonly createdBy: string;
}
