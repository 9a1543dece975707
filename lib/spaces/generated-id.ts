import { randomInt } from "node:crypto";

const ADJECTIVES = `
  agile amber bold brave breezy bright brisk calm candid cheerful clever cosmic crisp curious dapper daring dreamy
  eager early earnest elegant fair festive fleet fond frosty gentle glad golden graceful happy hardy honest humble
  jolly keen kind lively loyal lucid lucky mellow merry mild misty modest nimble noble patient placid plucky proud
  quick quiet ready rosy serene sharp silent sleek snug steady sunny swift tidy tranquil vivid warm wise witty zesty
`
  .trim()
  .split(/\s+/);

const NAMES = `
  babbage bell boole bose brahe carson clarke cori curie dirac ellis erdos euler faraday fermi fourier franklin galois
  gauss germain goodall gray hamilton hodgkin hopper huygens hypatia jemison johnson joliot kepler knuth kovalevskaya
  lamarr laplace leavitt liskov lovelace maxwell mayer mccarthy meitner mendel mirzakhani moser newton nobel noether
  pascal payne planck ramanujan ride rubin sagan shannon shaw swan tesla turing volta wiles wing wozniak yalow
`
  .trim()
  .split(/\s+/);

/** An id for something that was not given one: two words and a number, such as `dreamy-ellis-859675`. Not a secret. */
export function generateId(): string {
  return `${pick(ADJECTIVES)}-${pick(NAMES)}-${randomInt(100_000, 1_000_000)}`;
}

function pick(words: readonly string[]): string {
  return words[randomInt(words.length)] ?? "plain";
}
