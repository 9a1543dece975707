-- What few tokens have is read by functions: a statement that has these as subqueries prepares all of them for each token,
-- which doubled the time of a look-up. A later version that needs something else makes functions of other names, because both
-- run during an upgrade. See docs/decisions/0073-what-few-tokens-have-is-read-by-functions.md.

-- The scopes of a token that were not removed: [{apiId, api, scopes}], by the APIs' identifiers.
CREATE FUNCTION "token_grants"(p_organization text, p_token uuid) RETURNS json LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN (
    SELECT COALESCE(json_agg(json_build_object('apiId', a."id", 'api', a."identifier", 'scopes', h."scopes")
      ORDER BY a."identifier" COLLATE "C"), '[]')
    FROM (
      SELECT g."organizationId", g."apiId", array_agg(c."name" ORDER BY c."name" COLLATE "C") AS "scopes"
      FROM public."TokenGrant" g
      JOIN public."ApiScope" c ON c."organizationId" = g."organizationId" AND c."id" = g."scopeId" AND c."removedAt" IS NULL
      WHERE g."organizationId" = p_organization AND g."tokenId" = p_token GROUP BY 1, 2
    ) h JOIN public."Api" a ON a."organizationId" = h."organizationId" AND a."id" = h."apiId" AND a."deletedAt" IS NULL);
END $$;

-- The APIs that an Issuer names, with the scopes that it gives to tokens: [{apiId, api, scopes}]; null for all scopes.
CREATE FUNCTION "token_issues"(p_organization text, p_token uuid) RETURNS json LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN (
    SELECT COALESCE(json_agg(json_build_object('apiId', a."id", 'api', a."identifier", 'scopes',
      CASE WHEN NOT i."allScopes" THEN COALESCE((
        SELECT json_agg(c."name" ORDER BY c."name" COLLATE "C") FROM public."ApiScope" c
        WHERE c."organizationId" = i."organizationId" AND c."apiId" = i."apiId" AND c."id" = ANY(i."scopeIds")
          AND c."removedAt" IS NULL), '[]') END)
      ORDER BY a."identifier" COLLATE "C"), '[]')
    FROM public."TokenIssue" i
    JOIN public."Api" a ON a."organizationId" = i."organizationId" AND a."id" = i."apiId" AND a."deletedAt" IS NULL
    WHERE i."organizationId" = p_organization AND i."tokenId" = p_token);
END $$;

-- The APIs that a token is bound to: [{apiId, api}]. Without the deleted ones it stays bound.
CREATE FUNCTION "token_verifies"(p_organization text, p_token uuid) RETURNS json LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN (
    SELECT COALESCE(json_agg(json_build_object('apiId', a."id", 'api', a."identifier")
      ORDER BY a."identifier" COLLATE "C"), '[]')
    FROM public."TokenIssue" i
    JOIN public."Api" a ON a."organizationId" = i."organizationId" AND a."id" = i."apiId" AND a."deletedAt" IS NULL
    WHERE i."organizationId" = p_organization AND i."tokenId" = p_token);
END $$;

-- Whether a token names exactly one API, deleted ones included.
CREATE FUNCTION "token_bound_to_one"(p_organization text, p_token uuid) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN (SELECT count(*) = 1 FROM public."TokenIssue" i
    WHERE i."organizationId" = p_organization AND i."tokenId" = p_token);
END $$;

-- Of the ancestors of a token, from its parent on: {rootId, limits: [{id, limits}]}, the oldest one and those with limits.
CREATE FUNCTION "token_ancestry"(p_organization text, p_parent uuid) RETURNS json LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN (
    WITH RECURSIVE line AS (
      SELECT p."id", p."parentId", p."limits" FROM public."ApiToken" p
      WHERE p."organizationId" = p_organization AND p."id" = p_parent
      UNION ALL
      SELECT p."id", p."parentId", p."limits" FROM public."ApiToken" p
      JOIN line ON p."organizationId" = p_organization AND p."id" = line."parentId"
    ) SELECT json_build_object('rootId', (array_agg(line."id") FILTER (WHERE line."parentId" IS NULL))[1],
        'limits', COALESCE(json_agg(json_build_object('id', line."id", 'limits', line."limits"))
          FILTER (WHERE line."limits" IS NOT NULL), '[]'))
      FROM line);
END $$;

-- The limits that the tokens of a subject share; null for none.
CREATE FUNCTION "subject_limits"(p_organization text, p_subject text) RETURNS jsonb LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN (SELECT l."limits" FROM public."SubjectLimits" l
    WHERE l."organizationId" = p_organization AND l."subject" = p_subject);
END $$;
