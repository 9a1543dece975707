// The container's health check: exits with 0 if its server is ready, else with 1.
const { HOST = "127.0.0.1", PORT = "3000" } = process.env;
const host = ["0.0.0.0", "::", ""].includes(HOST) ? "127.0.0.1" : HOST;
try {
  const { ok, status } = await fetch(`http://${host}:${PORT}/api/health/ready`, { signal: AbortSignal.timeout(4_000) });
  if (!ok) throw new Error(`/api/health/ready answered ${status}`);
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}
