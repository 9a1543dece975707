import { redirect } from "next/navigation";
import { requireAdministrator } from "@/lib/auth/session";

export default async function AdminPage() {
  await requireAdministrator("/admin");
  redirect("/admin/tokens");
}
