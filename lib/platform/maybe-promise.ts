/**
 * Applies `next` to a value or, later, to the value of a promise. Answers from the token cache need no promise, because
 * each promise costs the hot path a turn of the microtask queue.
 */
export function whenSettled<T, R>(value: T | Promise<T>, next: (settled: T) => R | Promise<R>): R | Promise<R> {
  return value instanceof Promise ? value.then(next) : next(value);
}
