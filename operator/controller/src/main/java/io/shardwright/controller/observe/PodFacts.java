package io.shardwright.controller.observe;

import java.time.Instant;
import java.util.Optional;

/**
 * A pod as the API server and its kubelet have it; what it says itself is the {@link Answer}.
 *
 * @param uid of this very pod: its successor of the same name has another
 * @param revision of the pod template that it was made from
 * @param nodeClass the class of hardware that it was made for; empty for none
 * @param state how far its containers are
 * @param deleting whether it is being deleted
 * @param lost whether it should be gone for a while: its node doesn't answer
 * @param since when it became ready, or stopped to be or was created; in the API server's clock
 * @param trouble what the scheduler or the kubelet say keeps it from running; empty if nothing
 */
public record PodFacts(
        String uid,
        String revision,
        Optional<String> nodeClass,
        State state,
        boolean deleting,
        boolean lost,
        Instant since,
        Optional<String> trouble) {

    /** How far a pod's containers are. */
    public enum State {
        /** The scheduler finds no node for it. */
        UNSCHEDULABLE,
        /** It isn't on a node yet, or its containers have never been started. */
        PENDING,
        /** Its containers can't be started or end again and again: nothing gets better by waiting. */
        FAILING,
        /** Its containers run and don't take requests yet, or not any more. */
        RUNNING,
        /** It takes requests. */
        READY
    }

    /** Whether it is on its way out, and soon gone. */
    public boolean leaves() {
        return deleting && !lost;
    }

    public boolean isReady() {
        return state == State.READY;
    }
}
