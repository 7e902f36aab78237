package io.sluice.gateway.http.codec;

import io.netty.handler.codec.http.HttpHeaders;
import io.netty.util.AsciiString;
import java.util.AbstractMap.SimpleImmutableEntry;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;

/**
 * The fields of one message in the order in which they came. A proxy looks few of them up, and most
 * of those are not there: a list with a filter of the names that it may hold costs a quarter of a
 * hash table's memory and no hashing. It checks nothing; who adds a field answers for its bytes.
 */
public final class FieldList extends HttpHeaders {
  private CharSequence[] names = new CharSequence[12];
  private CharSequence[] values = new CharSequence[12];
  private int size;

  /** One bit for each name that was ever added; a name whose bit is off is not there. */
  private long filter;

  private static long bit(CharSequence name) {
    int length = name.length();
    if (length == 0) {
      return 1;
    }
    int first = name.charAt(0) | 0x20;
    int last = name.charAt(length - 1) | 0x20;
    return 1L << (first * 7 + last * 3 + length & 63);
  }

  /** Index of the first field of a name at or behind {@code from}, or -1. */
  private int indexOf(CharSequence name, int from) {
    if ((filter & bit(name)) == 0) {
      return -1;
    }
    for (int i = from; i < size; i++) {
      if (same(names[i], name)) {
        return i;
      }
    }
    return -1;
  }

  private static boolean same(CharSequence a, CharSequence b) {
    return a.length() == b.length() && AsciiString.contentEqualsIgnoreCase(a, b);
  }

  /** Adds a field; the caller has checked its bytes. */
  void append(CharSequence name, CharSequence value) {
    if (size == names.length) {
      names = Arrays.copyOf(names, size * 2);
      values = Arrays.copyOf(values, size * 2);
    }
    filter |= bit(name);
    names[size] = name;
    values[size] = value;
    size++;
  }

  CharSequence name(int index) {
    return names[index];
  }

  CharSequence value(int index) {
    return values[index];
  }

  private void removeFrom(CharSequence name, int first) {
    int to = first;
    for (int i = first; i < size; i++) {
      if (!same(names[i], name)) {
        names[to] = names[i];
        values[to] = values[i];
        to++;
      }
    }
    Arrays.fill(names, to, size, null);
    Arrays.fill(values, to, size, null);
    size = to;
  }

  private static CharSequence text(Object value) {
    return value instanceof CharSequence text ? text : value.toString();
  }

  @Override
  public String get(CharSequence name) {
    int index = indexOf(name, 0);
    return index < 0 ? null : values[index].toString();
  }

  @Override
  public String get(String name) {
    return get((CharSequence) name);
  }

  @Override
  public List<String> getAll(CharSequence name) {
    int index = indexOf(name, 0);
    if (index < 0) {
      return List.of();
    }
    List<String> all = new ArrayList<>(2);
    while (index >= 0) {
      all.add(values[index].toString());
      index = indexOf(name, index + 1);
    }
    return all;
  }

  @Override
  public List<String> getAll(String name) {
    return getAll((CharSequence) name);
  }

  @Override
  public boolean contains(CharSequence name) {
    return indexOf(name, 0) >= 0;
  }

  @Override
  public boolean contains(String name) {
    return indexOf(name, 0) >= 0;
  }

  @Override
  public HttpHeaders add(CharSequence name, Object value) {
    append(name, text(value));
    return this;
  }

  @Override
  public HttpHeaders add(String name, Object value) {
    return add((CharSequence) name, value);
  }

  @Override
  public HttpHeaders add(String name, Iterable<?> all) {
    all.forEach(value -> append(name, text(value)));
    return this;
  }

  @Override
  public HttpHeaders addInt(CharSequence name, int value) {
    return add(name, Integer.toString(value));
  }

  @Override
  public HttpHeaders addShort(CharSequence name, short value) {
    return add(name, Short.toString(value));
  }

  @Override
  public HttpHeaders set(CharSequence name, Object value) {
    int index = indexOf(name, 0);
    if (index < 0) {
      append(name, text(value));
    } else {
      removeFrom(name, index + 1);
      values[index] = text(value);
    }
    return this;
  }

  @Override
  public HttpHeaders set(String name, Object value) {
    return set((CharSequence) name, value);
  }

  @Override
  public HttpHeaders set(String name, Iterable<?> all) {
    remove(name);
    return add(name, all);
  }

  @Override
  public HttpHeaders setInt(CharSequence name, int value) {
    return set(name, Integer.toString(value));
  }

  @Override
  public HttpHeaders setShort(CharSequence name, short value) {
    return set(name, Short.toString(value));
  }

  @Override
  public HttpHeaders remove(CharSequence name) {
    int index = indexOf(name, 0);
    if (index >= 0) {
      removeFrom(name, index);
    }
    return this;
  }

  @Override
  public HttpHeaders remove(String name) {
    return remove((CharSequence) name);
  }

  @Override
  public HttpHeaders clear() {
    Arrays.fill(names, 0, size, null);
    Arrays.fill(values, 0, size, null);
    size = 0;
    filter = 0;
    return this;
  }

  @Override
  public boolean isEmpty() {
    return size == 0;
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public Set<String> names() {
    Set<String> distinct = new LinkedHashSet<>();
    for (int i = 0; i < size; i++) {
      distinct.add(names[i].toString());
    }
    return distinct;
  }

  @Override
  public List<Map.Entry<String, String>> entries() {
    List<Map.Entry<String, String>> all = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      all.add(new SimpleImmutableEntry<>(names[i].toString(), values[i].toString()));
    }
    return Collections.unmodifiableList(all);
  }

  @Override
  @Deprecated
  public Iterator<Map.Entry<String, String>> iterator() {
    return entries().iterator();
  }

  /** Goes over the fields without making strings of them. */
  @Override
  public Iterator<Map.Entry<CharSequence, CharSequence>> iteratorCharSequence() {
    return new Iterator<>() {
      private int next;

      @Override
      public boolean hasNext() {
        return next < size;
      }

      @Override
      public Map.Entry<CharSequence, CharSequence> next() {
        if (next >= size) {
          throw new NoSuchElementException();
        }
        int index = next++;
        return new SimpleImmutableEntry<>(names[index], values[index]);
      }
    };
  }

  @Override
  public Integer getInt(CharSequence name) {
    String value = get(name);
    try {
      return value == null ? null : Integer.valueOf(value);
    } catch (NumberFormatException e) {
      return null;
    }
  }

  @Override
  public int getInt(CharSequence name, int otherwise) {
    Integer value = getInt(name);
    return value == null ? otherwise : value;
  }

  @Override
  public Short getShort(CharSequence name) {
    Integer value = getInt(name);
    return value == null || value != value.shortValue() ? null : Short.valueOf(value.shortValue());
  }

  @Override
  public short getShort(CharSequence name, short otherwise) {
    Short value = getShort(name);
    return value == null ? otherwise : value;
  }

  @Override
  public Long getTimeMillis(CharSequence name) {
    throw new UnsupportedOperationException("a proxy reads no dates");
  }

  @Override
  public long getTimeMillis(CharSequence name, long otherwise) {
    throw new UnsupportedOperationException("a proxy reads no dates");
  }
}
