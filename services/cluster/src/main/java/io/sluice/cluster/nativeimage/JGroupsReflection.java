package io.sluice.cluster.nativeimage;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Field;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.jgroups.annotations.Component;
import org.jgroups.annotations.Property;
import org.jgroups.protocols.FD_ALL3;
import org.jgroups.protocols.FD_SOCK2;
import org.jgroups.protocols.FRAG4;
import org.jgroups.protocols.JDBC_PING2;
import org.jgroups.protocols.MERGE3;
import org.jgroups.protocols.MFC;
import org.jgroups.protocols.TCP;
import org.jgroups.protocols.TCPPING;
import org.jgroups.protocols.UFC;
import org.jgroups.protocols.UNICAST3;
import org.jgroups.protocols.VERIFY_SUSPECT2;
import org.jgroups.protocols.dns.DNS_PING;
import org.jgroups.protocols.pbcast.GMS;
import org.jgroups.protocols.pbcast.NAKACK2;
import org.jgroups.protocols.pbcast.STABLE;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/** Which classes JGroups makes and configures by reflection, read from its own jar. */
final class JGroupsReflection {
  /** The protocols of the stack, with each kind of discovery. */
  private static final List<Class<?>> PROTOCOLS =
      List.of(
          TCP.class,
          TCPPING.class,
          DNS_PING.class,
          JDBC_PING2.class,
          MERGE3.class,
          FD_SOCK2.class,
          FD_ALL3.class,
          VERIFY_SUSPECT2.class,
          NAKACK2.class,
          UNICAST3.class,
          STABLE.class,
          GMS.class,
          UFC.class,
          MFC.class,
          FRAG4.class);

  private JGroupsReflection() {}

  /** Names of classes that are made by number: headers, addresses, messages, protocols. */
  static Set<String> numbered() {
    Set<String> names = new LinkedHashSet<>();
    for (String file : List.of("jg-magic-map.xml", "jg-protocol-ids.xml")) {
      try (InputStream in = TCP.class.getResourceAsStream("/" + file)) {
        NodeList nodes =
            DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(in)
                .getElementsByTagName("class");
        for (int i = 0; i < nodes.getLength(); i++) {
          names.add(nodes.item(i).getAttributes().getNamedItem("name").getNodeValue());
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (ParserConfigurationException | SAXException e) {
        throw new IllegalStateException(file, e);
      }
    }
    return names;
  }

  /** Classes whose fields and methods are read and set by name. */
  static Set<Class<?>> configured() {
    Set<Class<?>> classes = new LinkedHashSet<>();
    for (Class<?> protocol : PROTOCOLS) {
      for (Class<?> type = protocol; type != Object.class; type = type.getSuperclass()) {
        addWithParts(type, classes);
      }
    }
    return classes;
  }

  private static void addWithParts(Class<?> type, Set<Class<?>> classes) {
    if (!classes.add(type)) {
      return;
    }
    for (Field field : type.getDeclaredFields()) {
      addConverter(field, classes);
      if (field.isAnnotationPresent(Component.class)) {
        for (Class<?> part = field.getType();
            part != null && part != Object.class;
            part = part.getSuperclass()) {
          addWithParts(part, classes);
        }
      }
    }
    for (AnnotatedElement method : type.getDeclaredMethods()) {
      addConverter(method, classes);
    }
  }

  private static void addConverter(AnnotatedElement element, Set<Class<?>> classes) {
    Property property = element.getAnnotation(Property.class);
    if (property != null) {
      classes.add(property.converter());
    }
  }
}
