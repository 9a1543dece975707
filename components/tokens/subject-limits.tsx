"use client";

import { Gauge } from "lucide-react";
import { lazy, Suspense } from "react";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Section } from "@/components/ui/section";
import { useOpenings } from "@/components/ui/use-openings";
import { LimitList } from "./limit-list";
import type { SubjectLimitsDialogProps } from "./subject-limits-dialog";

const SubjectLimitsDialog = lazy(() => import("./subject-limits-dialog"));

type Props = Pick<SubjectLimitsDialogProps, "organizationId" | "shared" | "inspect" | "set">;

/** The limits that all tokens of a subject share. */
export function SubjectLimits(props: Props) {
  const { openings, openFrom, dialog } = useOpenings();
  return (
    <Section
      title="Limits"
      description="Its API tokens obey these besides their own, later ones too."
      action={
        <Button icon={<Gauge aria-hidden />} className="needs-script shrink-0" onClick={openFrom}>
          Limits
        </Button>
      }
    >
      <Card>
        <div className="grid gap-2">
          <LimitList limits={props.shared.limits} />
        </div>
      </Card>
      {openings > 0 && (
        <Suspense fallback={null}>
          <SubjectLimitsDialog {...props} key={openings} {...dialog} />
        </Suspense>
      )}
    </Section>
  );
}
