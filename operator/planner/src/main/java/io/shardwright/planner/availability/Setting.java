package io.shardwright.planner.availability;

/** Something a user can change for a higher availability, cheap ones first. */
public enum Setting {
    DETECTION("spec.availability.assumedDetectionSeconds"),
    STANDBY("spec.failover.standby"),
    HOSTS("spec.template.spec.affinity.podAntiAffinity"),
    ZONES("spec.template.spec.topologySpreadConstraints"),
    ROUTERS("spec.router.replicas"),
    REPLICAS("spec.replicasPerShard");

    private final String field;

    Setting(String field) {
        this.field = field;
    }

    /** Where it is set. */
    public String field() {
        return field;
    }
}
