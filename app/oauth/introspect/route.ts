// A frequent path: Next resolves a static path faster than a catch-all (docs/decisions/0029).
export { DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT } from "@/app/api/[[...path]]/route";
