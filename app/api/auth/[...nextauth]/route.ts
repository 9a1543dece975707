import { handlers } from "@/lib/account/next-auth";

export const { GET, POST } = handlers;
