import type { Metadata } from "next";
import { ORGANIZATION_SETTINGS } from "@/components/tokens/place";
import { TokenSettingsForm } from "@/components/tokens/token-settings";
import { loadForm } from "../../../tokens/load";

export const metadata: Metadata = { title: "Create API Token" };

export default async function CreateOrganizationTokenPage() {
  return <TokenSettingsForm setting={await loadForm(ORGANIZATION_SETTINGS)} />;
}
