@owner:chat
@severity:critical
@chaos
Feature: Living with a bad line
  As a user on a train through the mountains
  I want to go on asking whatever the line does
  So that bad weather costs me patience, and never a word

  @promise:bad-weather-survived
  Rule: Whatever the line does, nothing is lost, nothing comes twice, and all is in order

    @wire
    Scenario Outline: A line which <weather>
      Given Jürgen is in a conversation on a line which <weather>
      When Jürgen goes on asking until the weather is over
      Then everything reached Jürgen once, in order and unharmed
      And the conversation is what a fresh device of Jürgen shows

      Examples:
        | weather                                   |
        | is gone a quarter of the time             |
        | is gone half of the time                  |
        | comes and goes all the time               |
        | is late by 100 to 500 milliseconds        |
        | is slow                                   |
        | falls silent without a word               |
        | is now gone, now late, now slow, now torn |

    @browser
    Scenario Outline: A page on a line which <weather>
      Given Jürgen is in a conversation on a line which <weather>
      When Jürgen goes on asking until the weather is over
      Then everything reached Jürgen once, in order and unharmed
      And the conversation is what a fresh device of Jürgen shows

      Examples:
        | weather                                   |
        | is gone half of the time                  |
        | is now gone, now late, now slow, now torn |

    @wire
    Scenario: Two devices, each with weather of its own
      Given Jürgen is in a conversation on a line which is gone a quarter of the time
      And Jürgen's second device follows the conversation on a line which is gone half of the time
      When Jürgen goes on asking until the weather is over
      Then everything reached Jürgen once, in order and unharmed
      And the second device of Jürgen shows the same conversation

    @wire
    Scenario: Ten people, each with weather of their own
      Given 10 people are in conversations, each on a line which is gone a quarter of the time
      When all of them go on asking until the weather is over
      Then to each of them everything came once, in order and unharmed
      And a fresh device of each of them shows the same conversation

  @promise:device-puts-right
  @wire
  Rule: A device without a page puts a bad line right as the page does

    Scenario Outline: The line <mishap>
      Given Jürgen has a device that stays connected, in a conversation on a line that harms what it carries
      When the line <mishap> while Jürgen asks "What are the three most expensive models in September 2026?"
      Then the device of Jürgen took everything once, in order and unharmed
      And the conversation is what a fresh device of Jürgen shows

      Examples:
        | mishap                                   |
        | swaps two pieces of the answer           |
        | repeats the question                     |
        | loses the end of a tool                  |
        | loses the whole answer                   |
        | spoils a piece of the answer             |
        | spoils the whole answer                  |
        | splits a piece of the answer             |
        | falls silent in the middle of the answer |

  @promise:silence-noticed
  @browser
  @needs:own_settings
  Rule: A line that falls silent without a word is left for a better one

    Scenario: The page finds the silence by itself
      Given a platform that asks every second who is there
      And Jürgen is in a conversation on a line that harms what it carries
      When the line falls silent in the middle of the answer while Jürgen asks "What are the three most expensive models in September 2026?"
      Then the conversation is what a fresh device of Jürgen shows
      And the activity on the page tells every event of the run, in order

    Scenario: The page says so, and comes back
      Given a platform that asks every second who is there
      And Jürgen is in a conversation on a line that harms what it carries
      When the line of Jürgen falls silent
      Then the page of Jürgen says "Connection lost"
      And the page of Jürgen says "Connected" once the line is back

  @promise:silent-line-let-go
  @wire
  @needs:own_settings
  Rule: The platform keeps no connection on which nobody answers, and keeps the others

    Scenario: Jürgen's device goes into a tunnel and never comes out
      Given a platform that asks every second who is there
      And Jürgen is in a conversation on a line that can be cut
      And Alan is in a conversation
      When the line of Jürgen falls silent
      Then the platform has let go of Jürgen after 2 heartbeats
      And Alan can still ask and get an answer
