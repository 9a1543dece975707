/** AUTH_SECRET of all servers and databases of the tests. A database accepts no other than its first. */
export const TEST_AUTH_SECRET = "only-for-tests-only-for-tests-only-for-tests";
