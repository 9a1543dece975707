/**
 * Goes on with a value that may still be on its way: at once where it is there. What the token cache can answer is
 * answered without a promise, for each promise costs a hot path a turn of the microtask queue.
 */
export function whenSettled<T, R>(value: T | Promise<T>, next: (settled: T) => R | Promise<R>): R | Promise<R> {
  return value instanceof Promise ? value.then(next) : next(value);
}
