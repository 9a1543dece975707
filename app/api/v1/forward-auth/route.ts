// Asked for most: a path without parameters costs Next less than one that it must match (docs/decisions/0029).
export { DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT } from "@/app/api/[[...path]]/route";
