export { default } from "../frame-not-found";
