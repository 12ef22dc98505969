package io.shardwright.controller.shardcalls;

import io.shardwright.contract.Contract;
import java.net.URI;

/**
 * Where a pod answers calls of the contract.
 *
 * @param pod name of the pod
 * @param management base address of its management port, such as {@code http://10.1.2.3:8081}
 */
public record PodAddress(String pod, URI management) {
    /** The address of a pod with this IP address, of either family. */
    public static PodAddress ofIp(String pod, String ip) {
        String host = ip.indexOf(':') < 0 ? ip : "[" + ip + "]";
        return new PodAddress(pod, URI.create("http://" + host + ":" + Contract.MANAGEMENT_PORT));
    }
}
