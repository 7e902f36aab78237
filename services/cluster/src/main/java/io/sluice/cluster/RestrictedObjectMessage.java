package io.sluice.cluster;

import java.io.DataInput;
import java.io.IOException;
import java.util.function.Supplier;
import org.jgroups.Message;
import org.jgroups.MessageFactory;
import org.jgroups.ObjectMessage;
import org.jgroups.conf.ClassConfigurator;
import org.jgroups.util.Digest;
import org.jgroups.util.SeqnoList;
import org.jgroups.util.SizeStreamable;

/**
 * A JGroups message with an object, read only when the object is one of the two that the stack's
 * protocols send themselves. JGroups' own class reads any class by name, and Java serialisation; it
 * does so on arrival, before any code of ours sees the message, so whoever reaches the port of a
 * cluster without TLS could have anything deserialised.
 */
final class RestrictedObjectMessage extends ObjectMessage {
  /** Registers this class in the place of JGroups' own, for all channels of the process. */
  static void register() {
    Creators.replace();
  }

  @Override
  public Supplier<Message> create() {
    return RestrictedObjectMessage::new;
  }

  @Override
  public void readPayload(DataInput in) throws IOException, ClassNotFoundException {
    if (in.readByte() == 0) {
      obj = null;
      return;
    }
    short kind = in.readShort();
    Object object = kind < 0 ? null : ClassConfigurator.create(kind);
    if (!(object instanceof Digest || object instanceof SeqnoList)) {
      throw new IOException("object of kind " + kind + " is not accepted");
    }
    obj = (SizeStreamable) object;
    obj.readFrom(in);
  }

  /** Reaches the factory's table, which only subclasses may change. */
  private static final class Creators extends MessageFactory {
    static void replace() {
      creators[Message.OBJ_MSG] = RestrictedObjectMessage::new;
    }
  }
}
