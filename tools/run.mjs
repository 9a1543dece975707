// Runs a script of this folder: `node tools/run.mjs start --dev` runs start.ts. In plain JavaScript of any age, so that
// an old Node.js prints a clear error, and in one process, so that signals reach the script itself.
var version = process.versions.node.split(".").map(Number);
if (version[0] < 20 || (version[0] === 20 && version[1] < 19)) {
  console.error(
    "\nLatchkey needs Node.js 20.19 or newer, and this is " +
      process.versions.node +
      ".\nInstall a newer one from https://nodejs.org and start again.\n",
  );
  process.exit(1);
}

var name = process.argv[2];
process.argv.splice(1, 2, new URL("./commands/" + name + ".ts", import.meta.url).pathname);
import("tsx/esm/api")
  .then(function (tsx) {
    tsx.register();
    return import("./commands/" + name + ".ts");
  })
  .catch(function (error) {
    console.error(error);
    process.exit(1);
  });
