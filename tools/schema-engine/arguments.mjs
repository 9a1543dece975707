/** `--name=value` and `--name value` alike, as a flat list. */
export function options(argv) {
  return argv.flatMap((argument) => (/^--[a-z-]+=/.test(argument) ? splitOnce(argument) : [argument]));
}

/** Every value given for `name`. */
export function values(args, name) {
  return args.flatMap((argument, i) => (argument === name && args[i + 1] !== undefined ? [args[i + 1]] : []));
}

/** The first value given for `name`, or undefined. */
export function value(args, name) {
  return values(args, name)[0];
}

function splitOnce(argument) {
  const at = argument.indexOf("=");
  return [argument.slice(0, at), argument.slice(at + 1)];
}
