-- Keys that sign JWTs by other algorithms than EdDSA. The previous version reads "SigningKey" only.
CREATE TABLE "ApiSigningKey" (
    "id" TEXT NOT NULL,
    "algorithm" TEXT NOT NULL,
    "publicJwk" JSONB NOT NULL,
    "privateJwk" BYTEA NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "ApiSigningKey_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "ApiSigningKey_algorithm_known" CHECK ("algorithm" IN ('ES256', 'RS256'))
);
