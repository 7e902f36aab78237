package io.sluice.gateway.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** HAProxy or nginx in a process of its own. */
public final class RealProxy extends RealProcess {
  private static final String STREAM = "/usr/lib/nginx/modules/ngx_stream_module.so";

  private RealProxy(List<String> command, int port) throws IOException {
    super(port, command);
  }

  /** Whether a program can be run. */
  public static boolean installed(String program) {
    return Files.isExecutable(binary(program));
  }

  /** Whether a program can be run as a proxy of TCP; nginx needs its stream module. */
  public static boolean canSend(String program) {
    return installed(program) && (program.equals("haproxy") || Files.exists(Path.of(STREAM)));
  }

  private static Path binary(String program) {
    return Path.of("/usr/sbin", program);
  }

  /** A server that demands PROXY protocol and answers requests with the client's ip:port. */
  public static RealProxy accepting(String program, Path folder) throws IOException {
    int port = FreePort.find();
    String haproxy =
        """
        defaults
          mode http
          timeout client 10s
        frontend f
          bind 127.0.0.1:%d accept-proxy
          http-request return status 200 content-type text/plain lf-string "%%[src]:%%[src_port]"
        """
            .formatted(port);
    String server =
        """
        server {
          listen 127.0.0.1:%d proxy_protocol;
          location / { return 200 "$proxy_protocol_addr:$proxy_protocol_port"; }
        }
        """
            .formatted(port);
    return start(program, folder, port, haproxy, nginx("http", "access_log off;" + server, folder));
  }

  /** A proxy of TCP that sends PROXY protocol; only HAProxy can send version 2. */
  public static RealProxy sending(String program, int version, int to, Path folder)
      throws IOException {
    int port = FreePort.find();
    String haproxy =
        """
        defaults
          mode tcp
          timeout client 10s
          timeout server 10s
          timeout connect 10s
        frontend f
          bind 127.0.0.1:%d
          default_backend b
        backend b
          server s 127.0.0.1:%d %s
        """
            .formatted(port, to, version == 1 ? "send-proxy" : "send-proxy-v2");
    String server =
        """
        server {
          listen 127.0.0.1:%d;
          proxy_pass 127.0.0.1:%d;
          proxy_protocol on;
        }
        """
            .formatted(port, to);
    return start(program, folder, port, haproxy, nginx("stream", server, folder));
  }

  /**
   * An nginx that balances requests.
   *
   * @param upstream the content of its block {@code upstream}
   */
  public static RealProxy balancing(String upstream, Path folder) throws IOException {
    int port = FreePort.find();
    String server =
        """
        access_log off;
        upstream u {
        %s
        }
        server {
          listen 127.0.0.1:%d;
          location / { proxy_pass http://u; }
        }
        """
            .formatted(upstream, port);
    return start("nginx", folder, port, "", nginx("http", server, folder));
  }

  private static String nginx(String section, String server, Path folder) {
    return (section.equals("stream") ? "load_module " + STREAM + ";\n" : "")
        + "daemon off;\nmaster_process off;\npid "
        + folder.resolve("nginx.pid")
        + ";\nerror_log /dev/null;\nevents {}\n"
        + section
        + " {\n"
        + server
        + "}\n";
  }

  private static RealProxy start(
      String program, Path folder, int port, String haproxy, String nginx) throws IOException {
    Path file = folder.resolve(program + ".conf");
    String path = file.toString();
    if (program.equals("haproxy")) {
      Files.writeString(file, haproxy);
      return new RealProxy(List.of(binary(program).toString(), "-db", "-f", path), port);
    }
    Files.writeString(file, nginx);
    return new RealProxy(List.of(binary(program).toString(), "-c", path), port);
  }
}
