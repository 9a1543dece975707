// Loaded into the server first. If the launcher ends in any way, the server shuts down in order and frees its port and
// its database.
if (process.channel) {
  process.on("disconnect", () => process.kill(process.pid, "SIGTERM"));
  process.channel.unref();
}
