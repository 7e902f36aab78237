package io.sluice.gateway.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** A service of gRPC whose messages are texts, in the four kinds of calls. */
public final class EchoService {
  private static final MethodDescriptor.Marshaller<String> TEXT =
      new MethodDescriptor.Marshaller<>() {
        @Override
        public InputStream stream(String value) {
          return new ByteArrayInputStream(value.getBytes(UTF_8));
        }

        @Override
        public String parse(InputStream stream) {
          try {
            return new String(stream.readAllBytes(), UTF_8);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        }
      };

  /** One message each way; {@code fail} fails, {@code hang} is never answered. */
  public static final MethodDescriptor<String, String> UNARY = method("Unary", MethodType.UNARY);

  /** A number in; so many messages out. */
  public static final MethodDescriptor<String, String> COUNT =
      method("Count", MethodType.SERVER_STREAMING);

  /** Messages in; all of them joined out. */
  public static final MethodDescriptor<String, String> JOIN =
      method("Join", MethodType.CLIENT_STREAMING);

  /** Each message out as it comes in. */
  public static final MethodDescriptor<String, String> TALK =
      method("Talk", MethodType.BIDI_STREAMING);

  private final AtomicInteger cancelled = new AtomicInteger();
  private final List<String> unaryMessages = new CopyOnWriteArrayList<>();

  private Status failure;

  /** Makes calls fail: those that count after their messages, others at once. */
  public EchoService failing(Status with) {
    failure = with;
    return this;
  }

  private void end(StreamObserver<String> answer) {
    if (failure == null) {
      answer.onCompleted();
    } else {
      answer.onError(failure.asRuntimeException());
    }
  }

  private static MethodDescriptor<String, String> method(String name, MethodType type) {
    return MethodDescriptor.newBuilder(TEXT, TEXT)
        .setType(type)
        .setFullMethodName("test.Echo/" + name)
        .build();
  }

  /** Messages of unary calls that came. */
  public List<String> unaryMessages() {
    return unaryMessages;
  }

  /** Calls that the client cancelled. */
  public int cancelled() {
    return cancelled.get();
  }

  /** The service as a server takes it. */
  public ServerServiceDefinition definition() {
    return ServerServiceDefinition.builder("test.Echo")
        .addMethod(UNARY, ServerCalls.asyncUnaryCall(this::unary))
        .addMethod(COUNT, ServerCalls.asyncServerStreamingCall(this::count))
        .addMethod(JOIN, ServerCalls.asyncClientStreamingCall(this::join))
        .addMethod(TALK, ServerCalls.asyncBidiStreamingCall(this::talk))
        .build();
  }

  private void unary(String message, StreamObserver<String> answer) {
    unaryMessages.add(message);
    if (failure != null) {
      end(answer);
      return;
    }
    switch (message) {
      case "fail" ->
          answer.onError(Status.INVALID_ARGUMENT.withDescription("not so").asRuntimeException());
      case "hang" -> watch(answer);
      default -> {
        answer.onNext(message);
        answer.onCompleted();
      }
    }
  }

  private void watch(StreamObserver<String> answer) {
    ((ServerCallStreamObserver<String>) answer).setOnCancelHandler(cancelled::incrementAndGet);
  }

  private void count(String message, StreamObserver<String> answer) {
    watch(answer);
    String[] parts = message.split(" ");
    for (int i = 0; i < Integer.parseInt(parts[0]); i++) {
      answer.onNext(parts.length > 1 ? parts[1] : Integer.toString(i));
    }
    end(answer);
  }

  private StreamObserver<String> join(StreamObserver<String> answer) {
    if (failure != null) {
      end(answer);
    }
    return new StreamObserver<>() {
      private final StringBuilder all = new StringBuilder();

      @Override
      public void onNext(String message) {
        all.append(message);
      }

      @Override
      public void onError(Throwable failure) {}

      @Override
      public void onCompleted() {
        answer.onNext(all.toString());
        answer.onCompleted();
      }
    };
  }

  private StreamObserver<String> talk(StreamObserver<String> answer) {
    watch(answer);
    return new StreamObserver<>() {
      @Override
      public void onNext(String message) {
        answer.onNext("re: " + message);
      }

      @Override
      public void onError(Throwable failure) {}

      @Override
      public void onCompleted() {
        answer.onCompleted();
      }
    };
  }
}
