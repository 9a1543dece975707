// Loaded into the server before anything else: when the launcher is gone, however it went, the server ends in order
// instead of holding its port and its database.
if (process.channel) {
  process.on("disconnect", () => process.kill(process.pid, "SIGTERM"));
  process.channel.unref();
}
