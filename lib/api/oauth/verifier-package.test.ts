import { afterAll, beforeAll } from "vitest";
import { useSeededApi } from "../../../tools/testing/seeded-api";
import { openVerifierWorld } from "../../../tools/testing/verifier-world";
import { describeVerifier } from "../../../packages/verifier/src/testing/contract";
import { tokenCache } from "../../access/token-cache";

const { url } = useSeededApi();

beforeAll(() => tokenCache().start());
afterAll(() => tokenCache().stop());

describeVerifier("this API", () => openVerifierWorld({ url: url(), organization: "lunalectric", hasStream: true }));
