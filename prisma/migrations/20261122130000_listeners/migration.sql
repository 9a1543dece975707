-- CreateTable
CREATE TABLE "Listener" (
    "id" UUID NOT NULL,
    "validUntil" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Listener_pkey" PRIMARY KEY ("id")
);
