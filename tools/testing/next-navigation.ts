// Replaces "next/navigation" in tests of server actions. Its errors have messages that tests can read.

export function redirect(to: string): never {
  throw new Error(`redirect to ${to}`);
}

export function notFound(): never {
  throw new Error("notFound");
}

export function unstable_rethrow(error: Error): void {
  if (/^redirect|^notFound/.test(error.message)) throw error;
}
